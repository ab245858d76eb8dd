using System.Text.RegularExpressions;
using Reelmill.Core;
using Reelmill.Media.Ffmpeg;
using Reelmill.Processes;

namespace Reelmill.Media.Probing;

/// <summary>Creates the exceptions for a file that cannot be probed.</summary>
internal static partial class ProbeFailure
{
    /// <summary>Quotes a path for a message, with control characters replaced so that it stays on one line.</summary>
    public static string Quote(string path) => $"'{string.Concat(path.Select(c => char.IsControl(c) ? '?' : c))}'";

    public static ItemException NotFound(string path, string what) =>
        new("not_found", $"Probing {Quote(path)}: {what}. Check the path and the rights to read it.");

    public static ItemException NotMedia(string path, string what, Exception? inner = null) =>
        new("not_media", $"Probing {Quote(path)}: {what}. It may be truncated or not be media; check whether it plays, or fetch it again.", false, inner);

    public static ItemException LimitExceeded(string path, string what) =>
        new("limit_exceeded", $"Probing {Quote(path)}: {what}. Leave the file out, or raise the limit if you trust it.");

    public static ItemException Encrypted(string path, string? protection) =>
        new("encrypted", $"Probing {Quote(path)}: the content is encrypted{(protection is null ? string.Empty : $" by {protection}")}, and no key is available. Give a file without copy protection.");

    public static ItemException NoFrames(string path, Exception? inner = null) =>
        new("no_frames", $"Probing {Quote(path)}: the file has no readable sample, only headers or a media segment without its initialization segment. Join an initialization segment with its media segments (cat init.mp4 1.m4s > whole.mp4), or fetch the whole file.", false, inner);

    public static ItemException UnsupportedCodec(string path, MediaStream stream) =>
        new("unsupported_codec", $"Probing {Quote(path)}: ffmpeg has no decoder for stream {stream.Index} ({stream.CodecTag ?? "no codec tag"}). Use a newer ffmpeg, or convert the file.");

    /// <summary>Converts a failure of ffprobe into the exception for the file.</summary>
    public static Exception From(string path, ProcessFailedException e) => e switch
    {
        { Reason: ProcessFailureReason.NotStarted } => e,
        { Reason: ProcessFailureReason.Stalled or ProcessFailureReason.WallLimit } => new ItemException(
            "probe_timeout", $"Probing {Quote(path)}: ffprobe timed out. The disk may be busy; retry, or check that the path is a regular file.", true, e),
        { Reason: ProcessFailureReason.OutputTooLarge } => LimitExceeded(path, "ffprobe's output is too long"),
        { Signal: { } signal } => new ItemException(
            "tool_crashed", $"Probing {Quote(path)}: ffprobe was ended by signal {signal}. Retry; if it crashes again, this ffmpeg cannot process the file.", true, e),
        _ => FromErrorText(path, e),
    };

    private static ItemException FromErrorText(string path, ProcessFailedException e)
    {
        if (Refused().Match(e.ErrorTail) is { Success: true } refused)
        {
            return UnsupportedFormat(path, refused.Groups["format"].Value, e);
        }

        if (TooLarge().Match(e.ErrorTail) is { Success: true } size)
        {
            return LimitExceeded(path, $"frames of {size.Groups["size"].Value} pixels exceed the limit");
        }

        return e.ErrorTail.Contains("Permission denied", StringComparison.Ordinal)
            ? NotFound(path, "reading it is not permitted")
            : NotMedia(path, $"ffprobe found no media ({FailureLine.Find(e)})", e);
    }

    /// <summary>Creates the exception for a format that ffmpeg knows but <see cref="InputGuard"/> rejects.</summary>
    private static ItemException UnsupportedFormat(string path, string kind, Exception inner) =>
        new("not_media", $"Probing {Quote(path)}: ffmpeg detects the format '{kind}'; only video and audio containers are supported, not images, playlists or scripts. Leave the file out, or convert it.", false, inner);

    [GeneratedRegex(@"(?<size>\d+x\d+) (exceeds limit|is invalid)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TooLarge();

    [GeneratedRegex(@"\[(?<format>[\w,]+) @ \w+\] Format not on whitelist", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Refused();
}
