alter view newest rename to latest;
