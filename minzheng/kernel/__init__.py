"""Pure knowledge: money, time, numbers, names, codes and sealing. No Django, no input or output, no clock."""
