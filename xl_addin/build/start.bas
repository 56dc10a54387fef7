' How a click starts Python.
'
' Run are the constants of the buttons and nothing else, by the Python that the add-in itself or the
' user's own settings name with its full path. No text of an opened workbook comes near the command
' line: not its name, not its folder, not its cells. Python finds the workbook by the window.

' The name of the user's settings, for GetConfigFilePath.
Private Const PROJECT_NAME As String = "gouji"
Private Const PYTHON_FLAGS As String = " -E -P -B -X utf8 -c "
' What Python says of a failure is read here in the code page of Windows.
Private Const LOCAL_ERRORS As String = _
    "import sys; sys.stderr.reconfigure(encoding='locale', errors='backslashreplace'); "
Private Const MAC_SCRIPT As String = "gouji.applescript"
Private Const HIDDEN_WINDOW As Long = 0
Private Const WAIT_FOR_THE_END As Boolean = True
Private Const STOP_SIGN_IN_FRONT As Long = 4112
Private Const LONGEST_DETAIL As Long = 600

Private Sub RunPython(ByVal PythonCommand As String)
    Dim Interpreter As String, LogFile As String, Problem As String, ExitCode As Long

    ' A picture in an opened workbook can have any procedure here called, with any text. So this one
    ' runs nothing else, and no other runs or deletes what it is told.
    If Not IsOfAButton(PythonCommand) Then Exit Sub

    Problem = "failed"
    On Error GoTo Failed
    Interpreter = ConfiguredInterpreter()
    If Interpreter = "" Then
        ShowProblem "not_configured", ""
        Exit Sub
    End If
    If Not IsUsable(Interpreter) Then
        ShowProblem "not_usable", Interpreter
        Exit Sub
    End If

    Application.StatusBar = OwnText("starting")
    #If Mac Then
        LogFile = MacLogFile()
        DeleteMacLog
        Problem = "no_script"
        ExitCode = AppleScriptTask(MAC_SCRIPT, "run_python", Interpreter & "|" & PythonCommand & "|" & LogFile)
        Problem = "failed"
        ' When all is well Python is at work by now, and calls CleanUp at its end.
        If ExitCode = 0 Then Exit Sub
    #Else
        LogFile = Environ("Temp") & "\gouji-" & CreateGUID() & ".log"
        ExitCode = WScript.Run(WindowsCommand(Interpreter, PythonCommand, LogFile), HIDDEN_WINDOW, WAIT_FOR_THE_END)
    #End If
    If ExitCode <> 0 Then ShowProblem Problem, EndOfLog(LogFile)
    ResetStatusBar
    On Error Resume Next
    Kill LogFile
    Exit Sub

Failed:
    ShowProblem Problem, Err.Description
    ResetStatusBar
End Sub

Private Sub CleanUp()
    ' xlwings has this called on a Mac when Python is done.
    Dim Detail As String

    Detail = EndOfLog(MacLogFile())
    DeleteMacLog
    ResetStatusBar
    Application.ScreenUpdating = True
    If Detail <> "" Then ShowProblem "failed", Detail
End Sub

Private Function WindowsCommand(ByVal Interpreter As String, ByVal PythonCommand As String, ByVal LogFile As String) As String
    ' Windows looks for programs and libraries in the working folder too, which in Excel often is that
    ' of the opened workbook. So cmd.exe has its full path, and Python works in a folder of its own;
    ' cd knows no network folders.
    Dim SystemFolder As String, Folder As String

    SystemFolder = Environ("SystemRoot") & "\System32\"
    Folder = Left$(Interpreter, InStrRev(Interpreter, "\"))
    If Left$(Interpreter, 2) = "\\" Then Folder = SystemFolder
    WindowsCommand = Quoted(SystemFolder & "cmd.exe") & " /D /E:ON /V:OFF /S /C """ & _
        "cd /D " & Quoted(Folder) & " && " & Quoted(Interpreter) & PYTHON_FLAGS & _
        Quoted(LOCAL_ERRORS & PythonCommand) & " --hwnd=" & CStr(Application.Hwnd) & _
        " 2> " & Quoted(LogFile) & """"
End Function

Private Function Quoted(ByVal Text As String) As String
    Quoted = """" & Text & """"
End Function

Private Function ConfiguredInterpreter() As String
    ' The add-in's own value wins: an IT department has put it there.
    Dim Setting As String, Interpreter As String

    #If Mac Then
        Setting = "INTERPRETER_MAC"
    #Else
        Setting = "INTERPRETER_WIN"
    #End If
    Interpreter = OwnText(Setting)
    If Interpreter = "" Then GetConfigFromFile GetConfigFilePath(), Setting, Interpreter
    ConfiguredInterpreter = Interpreter
End Function

Private Function IsUsable(ByVal Interpreter As String) As Boolean
    ' A bare "python" would be looked for in the folder of the opened workbook first.
    #If Mac Then
        IsUsable = Left$(Interpreter, 1) = "/" And InStr(Interpreter, "|") = 0
    #Else
        If InStr(Interpreter, """") + InStr(Interpreter, "%") > 0 Then Exit Function
        If Interpreter Like "[A-Za-z]:\*" Or Left$(Interpreter, 2) = "\\" Then IsUsable = FileExists(Interpreter)
    #End If
End Function

Private Function MacLogFile() As String
    MacLogFile = Environ("HOME") & "/gouji.log"
End Function

Private Function EndOfLog(ByVal LogFile As String) As String
    On Error Resume Next
    #If Mac Then
        EndOfLog = AppleScriptTask(MAC_SCRIPT, "end_of_log", LogFile)
    #Else
        EndOfLog = ReadFile(LogFile)
    #End If
    EndOfLog = Right$(EndOfLog, LONGEST_DETAIL)
End Function

Private Sub DeleteMacLog()
    On Error Resume Next
    Kill MacLogFile()
End Sub

Private Sub ResetStatusBar()
    ' What Python has said there since stays.
    If CStr(Application.StatusBar) = OwnText("starting") Then Application.StatusBar = False
End Sub

Private Sub ShowProblem(ByVal Problem As String, ByVal Detail As String)
    ' MsgBox has no Chinese where Windows itself is not Chinese, Popup has.
    Dim Message As String

    Message = OwnText(Problem)
    If Detail <> "" Then Message = Message & vbCrLf & vbCrLf & Detail
    #If Mac Then
        MsgBox Message, vbCritical, OwnText("title")
    #Else
        On Error Resume Next
        WScript.Popup Message, 0, OwnText("title"), STOP_SIGN_IN_FRONT
        If Err.Number <> 0 Then MsgBox Message, vbCritical, OwnText("title")
    #End If
End Sub

Private Function OwnText(ByVal Key As String) As String
    ' The add-in's own sheet: keys in the first column, texts in the second.
    Dim Row As Long

    Row = 1
    Do While ThisWorkbook.Worksheets(1).Cells(Row, 1).Value <> ""
        If ThisWorkbook.Worksheets(1).Cells(Row, 1).Value = Key Then
            OwnText = CStr(ThisWorkbook.Worksheets(1).Cells(Row, 2).Value)
            Exit Function
        End If
        Row = Row + 1
    Loop
End Function
