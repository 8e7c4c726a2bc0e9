"""Reading amending instructions from bills and public laws: sentences into typed values."""
