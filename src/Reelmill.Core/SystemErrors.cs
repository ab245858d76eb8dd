namespace Reelmill.Core;

/// <summary>
/// Tells what the machine lacks (space, open files, memory, processes) from what is wrong with one input. It would fail
/// every item alike, so it ends or pauses the run instead of failing the item that met it.
/// </summary>
public static class SystemErrors
{
    /// <summary>The code of a full disk: a run pauses until there is space.</summary>
    public const string DiskFull = "disk_full";

    /// <summary>The code of a process, or a machine, that has as many files open as it may.</summary>
    public const string TooManyFiles = "too_many_files";

    /// <summary>The code of a file that would grow over the limit of the process.</summary>
    public const string FileTooLarge = "file_too_large";

    /// <summary>The code of memory that the system does not give.</summary>
    public const string OutOfMemory = "out_of_memory";

    /// <summary>The code of a user who has as many processes and threads as allowed.</summary>
    public const string TooManyProcesses = "too_many_processes";

    private const int FileSizeSignal = 25;

    /// <summary>The runtime does not say why it cannot load something; with fewer files than these, the limit is why.</summary>
    private const int EnoughFiles = 1024;
    private const int FewFiles = 200;
    private const int PlainIo = unchecked((int)0x80131620);
    private const string NotLoaded = "load";

    private static readonly (string Code, int[] Numbers, string[] Words, string Advice)[] Known =
    [
        (DiskFull, [28, 122], ["No space left on device", "Disk quota exceeded"], "Make space on the disk; the work goes on from where it was."),
        (TooManyFiles, [23, 24], ["Too many open files"], "Raise 'ulimit -n' (4096 is enough), or use fewer workers."),
        (FileTooLarge, [27], ["File too large", "File size limit exceeded"], "Raise 'ulimit -f', or use a disk that takes larger files."),
        (OutOfMemory, [12], ["Cannot allocate memory"], "Raise 'ulimit -v' or the container's memory, or use fewer workers."),
        (TooManyProcesses, [11], ["pthread_create failed: Resource temporarily unavailable"], "Raise 'ulimit -u' or the container's limit of processes, or use fewer workers."),
    ];

    /// <summary>Whether an error of the system is that of a full disk or a used-up quota.</summary>
    /// <param name="error">The error.</param>
    public static bool IsDiskFull(Exception error) => error is IOException && CodeOf(error) == DiskFull;

    /// <summary>What to do about one of the codes above.</summary>
    /// <param name="code">The code.</param>
    public static string AdviceOn(string code) => Array.Find(Known, k => k.Code == code).Advice;

    /// <summary>What the machine lacks, when that is why something failed.</summary>
    /// <param name="error">What was thrown.</param>
    /// <returns>The failure of the run; null when the error says nothing of the kind.</returns>
    public static PipelineException? Explain(Exception error)
    {
        for (var e = error; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case PipelineException known:
                    return known;
                case FileNotFoundException or FileLoadException or DllNotFoundException when e.Message.Contains(NotLoaded, StringComparison.Ordinal) && OpenFileLimit.IsBelow(EnoughFiles):
                    return Make(TooManyFiles, "A part of the program cannot be loaded", error);
                case OutOfMemoryException when OpenFileLimit.IsBelow(FewFiles):
                    return Make(TooManyFiles, "Memory cannot be mapped", error);
                case OutOfMemoryException when ProcessLimit.IsNear():
                    return Make(TooManyProcesses, "A thread cannot be started", error);
                case OutOfMemoryException:
                    return Make(OutOfMemory, e.Message, error);
                case IOException when CodeOf(e) is { } code && code != TooManyProcesses:
                    return Make(code, e.Message, error);
                default:
                    continue;
            }
        }

        return null;
    }

    /// <summary>A file that is made with its size at once fails without the system's error number.</summary>
    private static string? CodeOf(Exception error) => OfNumber(error.HResult) ?? (error.HResult == PlainIo ? error.Message switch
    {
        var said when said.Contains("the disk was full", StringComparison.Ordinal) => DiskFull,
        var said when said.Contains("the file was too large", StringComparison.Ordinal) => FileTooLarge,
        _ => null,
    } : null);

    /// <summary>What the machine lacks, when an error number says so.</summary>
    /// <param name="number">The number, as in <c>errno</c>.</param>
    /// <returns>The code; null when it is another error.</returns>
    public static string? OfNumber(int number) => Array.Find(Known, k => k.Numbers.Contains(number)).Code;

    /// <summary>What the machine lacks, when a program that was started says so.</summary>
    /// <param name="doing">What was done, such as <c>Running ffmpeg</c>.</param>
    /// <param name="said">What it wrote to standard error, without what it was given: a file may have any name.</param>
    /// <param name="signal">The signal that ended it, if one did.</param>
    /// <param name="cause">The program's failure.</param>
    /// <returns>The failure of the run; null when the words say nothing of the kind.</returns>
    public static PipelineException? Explain(string doing, string said, int? signal, Exception cause)
    {
        var known = signal == FileSizeSignal
            ? Array.Find(Known, static k => k.Code == FileTooLarge)
            : Array.Find(Known, k => k.Code != OutOfMemory && Array.Exists(k.Words, w => Ends(said, w)));
        return known.Code is { } code ? Make(code, $"{doing}: {known.Words[0]}.", cause) : null;
    }

    /// <summary>Whether a line ends with words, as one does that gives the system's error; what is before them may come from outside.</summary>
    private static bool Ends(string said, string words)
    {
        foreach (var line in said.AsSpan().EnumerateLines())
        {
            if (line.TrimEnd(" .").EndsWith(words, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static PipelineException Make(string code, string what, Exception cause) =>
        new(code, $"{what.TrimEnd('.')}. {AdviceOn(code)}", cause);
}
