using System.Text.RegularExpressions;
using Reelmill.Core;
using Reelmill.Media.Ffmpeg;
using Reelmill.Processes;

namespace Reelmill.Media.Probing;

/// <summary>The errors of probing one file, in words for people.</summary>
internal static partial class ProbeFailure
{
    /// <summary>A path as it may stand in a message: quoted, and on one line.</summary>
    public static string Named(string path) => $"'{string.Concat(path.Select(c => char.IsControl(c) ? '?' : c))}'";

    public static ItemException NotFound(string path, string what) =>
        new("not_found", $"Probing {Named(path)}: {what}. Check the path and the rights to read it.");

    public static ItemException NotMedia(string path, string what, Exception? inner = null) =>
        new("not_media", $"Probing {Named(path)}: {what}. It may be cut off or be no video or audio at all; check that it plays, or fetch it again.", false, inner);

    public static ItemException LimitExceeded(string path, string what) =>
        new("limit_exceeded", $"Probing {Named(path)}: {what}. Leave it out, or raise the limit if the file is to be trusted.");

    public static ItemException Encrypted(string path, string? protection) =>
        new("encrypted", $"Probing {Named(path)}: its content is encrypted{(protection is null ? string.Empty : $" by {protection}")} and nothing here has the key. Give a file without copy protection.");

    public static ItemException NoFrames(string path, Exception? inner = null) =>
        new("no_frames", $"Probing {Named(path)}: it holds headers or a lone media segment, and no sample that can be read. Join an initialization segment with its media segments (cat init.mp4 1.m4s > whole.mp4), or fetch the whole file.", false, inner);

    public static ItemException UnsupportedCodec(string path, MediaStream stream) =>
        new("unsupported_codec", $"Probing {Named(path)}: ffmpeg knows no decoder for its stream {stream.Index} ({stream.CodecTag ?? "no codec named"}). Use a newer ffmpeg, or convert the file.");

    /// <summary>What it means for the file that ffprobe did not end well.</summary>
    public static Exception From(string path, ProcessFailedException e) => e switch
    {
        { Reason: ProcessFailureReason.NotStarted } => e,
        { Reason: ProcessFailureReason.Stalled or ProcessFailureReason.WallLimit } => new ItemException(
            "probe_timeout", $"Probing {Named(path)}: ffprobe gave no answer in time. The disk may be busy; try again, or check that the path is a plain file.", true, e),
        { Reason: ProcessFailureReason.OutputTooLarge } => LimitExceeded(path, "ffprobe's answer about it is absurdly long"),
        { Signal: { } signal } => new ItemException(
            "tool_crashed", $"Probing {Named(path)}: ffprobe was ended by signal {signal}. Try again; when it stays so, the file is poison for this ffmpeg.", true, e),
        _ => FromWords(path, e),
    };

    private static ItemException FromWords(string path, ProcessFailedException e)
    {
        if (Refused().Match(e.ErrorTail) is { Success: true } refused)
        {
            return OtherKind(path, refused.Groups["format"].Value, e);
        }

        if (TooLarge().Match(e.ErrorTail) is { Success: true } size)
        {
            return LimitExceeded(path, $"a picture of {size.Groups["size"].Value} pixels is over the limit");
        }

        return e.ErrorTail.Contains("Permission denied", StringComparison.Ordinal)
            ? NotFound(path, "it may not be read")
            : NotMedia(path, $"ffprobe found no media in it ({FailureLine.Find(e)})", e);
    }

    /// <summary>ffmpeg knows the kind of file, and <see cref="InputGuard"/> does not let it in.</summary>
    private static ItemException OtherKind(string path, string kind, Exception inner) =>
        new("not_media", $"Probing {Named(path)}: ffmpeg takes it for '{kind}', and only containers of video or audio are read, no pictures, playlists or scripts. Leave it out, or convert it.", false, inner);

    [GeneratedRegex(@"(?<size>\d+x\d+) (exceeds limit|is invalid)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TooLarge();

    [GeneratedRegex(@"\[(?<format>[\w,]+) @ \w+\] Format not on whitelist", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Refused();
}
