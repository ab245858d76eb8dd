namespace Reelmill.Core;

/// <summary>
/// Recognizes errors of the machine (no space, open files, memory or processes left) among the errors of inputs. Such an
/// error would fail every item, so it ends or pauses the run and does not fail the item that met it.
/// </summary>
public static class SystemErrors
{
    /// <summary>The code for a full disk. A run pauses until there is space.</summary>
    public const string DiskFull = "disk_full";

    /// <summary>The code for a process, or a machine, at its limit of open files.</summary>
    public const string TooManyFiles = "too_many_files";

    /// <summary>The code for a file that would exceed the file size limit of the process.</summary>
    public const string FileTooLarge = "file_too_large";

    /// <summary>The code for memory that the system refuses to allocate.</summary>
    public const string OutOfMemory = "out_of_memory";

    /// <summary>The code for a user at the limit of processes and threads.</summary>
    public const string TooManyProcesses = "too_many_processes";

    private const int FileSizeSignal = 25;

    /// <summary>The runtime does not report why it cannot load an assembly or a library. Below this limit of open files, the limit is the likely cause.</summary>
    private const int EnoughFiles = 1024;
    private const int FewFiles = 200;
    private const int PlainIo = unchecked((int)0x80131620);
    private const string NotLoaded = "load";

    private static readonly (string Code, int[] Numbers, string[] Phrases, string Advice)[] Conditions =
    [
        (DiskFull, [28, 122], ["No space left on device", "Disk quota exceeded"], "Make space on the disk; the work goes on from where it was."),
        (TooManyFiles, [23, 24], ["Too many open files"], "Raise 'ulimit -n' (4096 is enough), or use fewer workers."),
        (FileTooLarge, [27], ["File too large", "File size limit exceeded"], "Raise 'ulimit -f', or use a disk that takes larger files."),
        (OutOfMemory, [12], ["Cannot allocate memory"], "Raise 'ulimit -v' or the container's memory, or use fewer workers."),
        (TooManyProcesses, [11], ["pthread_create failed: Resource temporarily unavailable"], "Raise 'ulimit -u' or the container's limit of processes, or use fewer workers."),
    ];

    /// <summary>Whether an error reports a full disk or an exhausted quota.</summary>
    /// <param name="error">The error.</param>
    public static bool IsDiskFull(Exception error) => error is IOException && FindCode(error) == DiskFull;

    /// <summary>The message of an error as a sentence: some messages of the system end without a period.</summary>
    internal static string GetSentence(Exception error) => error.Message.TrimEnd('.', ' ') + ".";

    /// <summary>Gets the advice for one of the codes above.</summary>
    /// <param name="code">The code.</param>
    public static string GetAdvice(string code) => Array.Find(Conditions, k => k.Code == code).Advice;

    /// <summary>Translates an exception to the failure of the run, if an error of the machine caused it.</summary>
    /// <param name="error">The exception.</param>
    /// <returns>The failure of the run; null for any other error.</returns>
    public static PipelineException? Explain(Exception error)
    {
        for (var e = error; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case PipelineException known:
                    return known;
                case FileNotFoundException or FileLoadException or DllNotFoundException when e.Message.Contains(NotLoaded, StringComparison.Ordinal) && OpenFileLimit.IsBelow(EnoughFiles):
                    return CreateException(TooManyFiles, "A part of the program cannot be loaded", error);
                case OutOfMemoryException when OpenFileLimit.IsBelow(FewFiles):
                    return CreateException(TooManyFiles, "Memory cannot be mapped", error);
                case OutOfMemoryException when ProcessLimit.IsNear():
                    return CreateException(TooManyProcesses, "A thread cannot be started", error);
                case OutOfMemoryException:
                    return CreateException(OutOfMemory, e.Message, error);
                case IOException when FindCode(e) is { } code && code != TooManyProcesses:
                    return CreateException(code, e.Message, error);
                default:
                    continue;
            }
        }

        return null;
    }

    /// <summary>Finds the code of an exception. .NET reports a failed preallocation of a file without an errno, so its message is matched.</summary>
    private static string? FindCode(Exception error) => FindCode(error.HResult) ?? (error.HResult == PlainIo ? error.Message switch
    {
        var text when text.Contains("the disk was full", StringComparison.Ordinal) => DiskFull,
        var text when text.Contains("the file was too large", StringComparison.Ordinal) => FileTooLarge,
        _ => null,
    } : null);

    /// <summary>Finds the code of an error number.</summary>
    /// <param name="number">The number, as in <c>errno</c>.</param>
    /// <returns>The code; null for any other error.</returns>
    public static string? FindCode(int number) => Array.Find(Conditions, k => k.Numbers.Contains(number)).Code;

    /// <summary>Translates the failure of a child program to the failure of the run, if an error of the machine caused it.</summary>
    /// <param name="action">The action, such as <c>Running ffmpeg</c>.</param>
    /// <param name="stderr">The program's standard error, without the names of its inputs: a file may have any name.</param>
    /// <param name="signal">The signal that ended the program; null when none did.</param>
    /// <param name="cause">The program's failure.</param>
    /// <returns>The failure of the run; null for any other error.</returns>
    public static PipelineException? Explain(string action, string stderr, int? signal, Exception cause)
    {
        var known = signal == FileSizeSignal
            ? Array.Find(Conditions, static k => k.Code == FileTooLarge)
            : Array.Find(Conditions, k => k.Code != OutOfMemory && Array.Exists(k.Phrases, w => AnyLineEndsWith(stderr, w)));
        return known.Code is { } code ? CreateException(code, $"{action}: {known.Phrases[0]}.", cause) : null;
    }

    /// <summary>Whether a line ends with phrase, as one does that gives the system's error; what is before them may come from outside.</summary>
    private static bool AnyLineEndsWith(string stderr, string phrase)
    {
        foreach (var line in stderr.AsSpan().EnumerateLines())
        {
            if (line.TrimEnd(" .").EndsWith(phrase, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static PipelineException CreateException(string code, string problem, Exception cause) =>
        new(code, $"{problem.TrimEnd('.')}. {GetAdvice(code)}", cause);
}
