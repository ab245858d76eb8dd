using Reelmill.Core;
using Reelmill.Media.Ffmpeg;
using Reelmill.Processes;

namespace Reelmill.Media.Frames;

/// <summary>Converts failures of an ffmpeg process to the errors of an item.</summary>
internal static class DecodeErrors
{
    public static ItemException NoFrames(string path, DecodeLog log) => new(
        "no_frames",
        $"Decoding '{path}' produced no frame: {log.FirstError ?? "the stream ended before its first frame"}. The file is truncated, damaged or encrypted; fetch it again or leave it out.");

    public static ItemException NoHeader(string path, Exception cause) => new(
        "decode_failed", $"Decoding '{path}' failed: ffmpeg wrote pixels without a frame header. This version of ffmpeg may be too new or too old; install 5.1, which is known to work.", false, cause);

    public static ItemException From(string path, ProcessFailedException failure, DecodeLog log)
    {
        var message = log.FirstError ?? failure.Message;
        return failure.Reason switch
        {
            ProcessFailureReason.NotStarted => throw new PipelineException(
                "tool_missing", $"Decoding needs ffmpeg: {failure.Message} Install it (apt-get install ffmpeg).", failure),
            ProcessFailureReason.Stalled => new(
                "decode_stalled", $"Decoding '{path}' made no progress and was stopped; try again with more memory, or leave the file out.", true, failure),
            ProcessFailureReason.WallLimit => new(
                "decode_timeout", $"Decoding '{path}' exceeded its time limit and was stopped: {failure.Message}", false, failure),
            _ when failure.Signal is { } signal => new(
                "decoder_crashed", $"ffmpeg was killed by signal {signal} while decoding '{path}': {message}.", true, failure),
            _ when message.Contains("max pixel count", StringComparison.Ordinal) || message.Contains("Picture size", StringComparison.Ordinal) || message.Contains("Rescaled value", StringComparison.Ordinal) => new(
                "limit_exceeded", $"A frame in '{path}' exceeds the size limit: {message}. Raise limits.max-pixels to accept the file.", false, failure),
            _ => new("decode_failed", $"Decoding '{path}' failed: {message}. The stream is damaged or encrypted; fetch it again or leave it out.", false, failure),
        };
    }
}
