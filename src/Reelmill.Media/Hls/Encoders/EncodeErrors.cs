using Reelmill.Core;
using Reelmill.Processes;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>Turns the end of an encoding ffmpeg into the failure of one item.</summary>
internal static class EncodeErrors
{
    public static ItemException From(string path, ProcessFailedException failure, string? firstError)
    {
        var said = firstError ?? failure.Message;
        return failure.Reason switch
        {
            ProcessFailureReason.NotStarted => throw new PipelineException(
                "tool_missing", $"Encoding needs ffmpeg: {failure.Message} Install it (apt-get install ffmpeg).", failure),
            ProcessFailureReason.Stalled => new(
                "encode_stalled", $"Encoding '{path}' stopped making progress and was ended; try again with more memory or leave it out.", true, failure),
            ProcessFailureReason.WallLimit => new(
                "encode_timeout", $"Encoding '{path}' did not end within its limit and was ended: {failure.Message}", false, failure),
            _ when failure.Signal is { } signal => new(
                "encoder_crashed", $"ffmpeg was ended by signal {signal} while encoding '{path}': {said}.", true, failure),
            _ => new("encode_failed", $"Encoding '{path}' failed: {said}. The stream is damaged, or this ffmpeg lacks a codec or filter: see 'reelmill doctor'.", false, failure),
        };
    }
}
