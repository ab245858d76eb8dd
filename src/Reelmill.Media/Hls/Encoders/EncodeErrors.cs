using Reelmill.Core;
using Reelmill.Processes;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>Converts a failed ffmpeg process into the failure of one item.</summary>
internal static class EncodeErrors
{
    public static ItemException From(string path, ProcessFailedException failure, string? firstError)
    {
        var error = firstError ?? failure.Message;
        return failure.Reason switch
        {
            ProcessFailureReason.NotStarted => throw new PipelineException(
                "tool_missing", $"Encoding needs ffmpeg: {failure.Message} Install ffmpeg (apt-get install ffmpeg).", failure),
            ProcessFailureReason.Stalled => new(
                "encode_stalled", $"Encoding '{path}' made no progress and was stopped; retry with more memory, or leave the video out.", true, failure),
            ProcessFailureReason.WallLimit => new(
                "encode_timeout", $"Encoding '{path}' exceeded its time limit and was stopped: {failure.Message}", false, failure),
            _ when failure.Signal is { } signal => new(
                "encoder_crashed", $"ffmpeg was killed by signal {signal} while encoding '{path}': {error}.", true, failure),
            _ => new("encode_failed", $"Encoding '{path}' failed: {error}. The video is damaged, or this ffmpeg lacks a codec or filter; run 'reelmill doctor'.", false, failure),
        };
    }
}
