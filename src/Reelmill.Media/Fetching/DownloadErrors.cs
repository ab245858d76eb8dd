using Reelmill.Core;

namespace Reelmill.Media.Fetching;

/// <summary>Tells a full disk or a shared folder, which pass, from a broken disk, which no retry may paper over.</summary>
internal static class DownloadErrors
{
    private const int WouldBlock = 11;
    private const int NoSpace = 28;
    private const int QuotaReached = 122;

    /// <summary>Whether the error is one that passes; the whole run should hear of any other.</summary>
    public static bool IsPassing(IOException error) => error.HResult is NoSpace or QuotaReached or WouldBlock;

    /// <summary>The failure of the item, or, on a full disk, of the run, that meets a passing error.</summary>
    public static Exception Translate(string path, IOException error) => error.HResult == WouldBlock
        ? new ItemException(FetchCodes.InUse, $"Writing the download {path}: another process has it open. Give each process a folder of its own.", transient: true, error)
        : new PipelineException(FetchCodes.DiskFull, $"Writing the download {path}: the disk is full. {SystemErrors.GetAdvice(SystemErrors.DiskFull)}", error);
}
