"""Letters in the formats they leave in: plain text, a page without script, PDF. Each takes a document and nothing else."""
