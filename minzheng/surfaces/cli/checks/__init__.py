"""What `minzheng doctor` looks at, one module for each thing looked at."""
