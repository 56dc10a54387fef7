-- Starts Python for the Excel add-in gouji on macOS, where Excel itself may not.
--
-- The add-in hands over three fields with "|" between them: the full path of Python, what it is to
-- run, and the file for what it says of errors. Each is quoted for the shell.

on run_python(parameter)
	set {interpreter, pythonCode, logFile} to my fieldsOf(parameter)
	set python to quoted form of interpreter & " -E -P -B -W ignore -X utf8 -c "
	set outputs to " > /dev/null 2> " & quoted form of logFile
	try
		-- Excel answers Python only when this script has ended, so Python must go on by itself.
		-- Whether it starts and has the add-in's modules is asked before that.
		do shell script python & quoted form of "import xl_addin" & outputs
	on error errorMessage number exitStatus
		return exitStatus as text
	end try
	do shell script python & quoted form of pythonCode & outputs & " &"
	return "0"
end run_python

on end_of_log(logFile)
	return do shell script "tail -n 12 " & quoted form of logFile
end end_of_log

on fieldsOf(parameter)
	set savedDelimiters to text item delimiters of AppleScript
	set text item delimiters of AppleScript to "|"
	set fields to text items of parameter
	set text item delimiters of AppleScript to savedDelimiters
	return fields
end fieldsOf
