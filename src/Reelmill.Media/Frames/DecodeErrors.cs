using Reelmill.Core;
using Reelmill.Media.Ffmpeg;
using Reelmill.Processes;

namespace Reelmill.Media.Frames;

/// <summary>Turns the end of an ffmpeg process into the failure of one item.</summary>
internal static class DecodeErrors
{
    public static ItemException NoFrames(string path, DecodeLog log) => new(
        "no_frames",
        $"Decoding '{path}' gave no frame: {log.FirstError ?? "the stream ended before its first picture"}. The file is cut off, damaged or encrypted; fetch it again or leave it out.");

    public static ItemException NoHeader(string path, Exception cause) => new(
        "decode_failed", $"Decoding '{path}' gave pixels without saying what they are; this ffmpeg may be too new or too old (5.1 is known to work).", false, cause);

    public static ItemException From(string path, ProcessFailedException failure, DecodeLog log)
    {
        var said = log.FirstError ?? failure.Message;
        return failure.Reason switch
        {
            ProcessFailureReason.NotStarted => throw new PipelineException(
                "tool_missing", $"Decoding needs ffmpeg: {failure.Message} Install it (apt-get install ffmpeg).", failure),
            ProcessFailureReason.Stalled => new(
                "decode_stalled", $"Decoding '{path}' stopped making progress and was ended; try again with more memory or leave it out.", true, failure),
            ProcessFailureReason.WallLimit => new(
                "decode_timeout", $"Decoding '{path}' did not end within its limit and was ended: {failure.Message}", false, failure),
            _ when failure.Signal is { } signal => new(
                "decoder_crashed", $"ffmpeg was ended by signal {signal} while decoding '{path}': {said}.", true, failure),
            _ when said.Contains("max pixel count", StringComparison.Ordinal) || said.Contains("Picture size", StringComparison.Ordinal) || said.Contains("Rescaled value", StringComparison.Ordinal) => new(
                "limit_exceeded", $"A picture in '{path}' is larger than the limit: {said}. Raise limits.max-pixels if it is meant.", false, failure),
            _ => new("decode_failed", $"Decoding '{path}' failed: {said}. The stream is damaged or encrypted; fetch it again or leave it out.", false, failure),
        };
    }
}
