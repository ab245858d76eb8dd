using Reelmill.Core;
using Reelmill.Media.Probing.Containers;

namespace Reelmill.Media.Probing;

/// <summary>Rejects files that cannot be decoded, or must not be.</summary>
internal static class ProbeChecks
{
    /// <summary>The smallest number of frames that prove a frame rate; fewer do no harm at any rate.</summary>
    private const int MinFrames = 100;

    /// <summary>Checks the declared extent against the limits, then whether the primary stream can be decoded.</summary>
    /// <exception cref="ItemException"><c>limit_exceeded</c>, <c>encrypted</c>, <c>no_frames</c>, <c>unsupported_codec</c> or <c>not_media</c>.</exception>
    public static void Check(MediaInfo info, ProbeLimits limits, ContainerFacts facts)
    {
        CheckExtent(info, limits);
        CheckContent(info, facts);
        foreach (var video in info.Streams.OfType<VideoStream>())
        {
            CheckFrameSize(info.Path, video, limits);
        }

        MediaStream? main = info.PrimaryVideo is { } primary ? primary : info.PrimaryAudio;
        if (main is not null)
        {
            CheckDecodable(info.Path, main);
        }
    }

    private static void CheckExtent(MediaInfo info, ProbeLimits limits)
    {
        if (info.Streams.Count > limits.MaxStreams)
        {
            throw ProbeFailure.LimitExceeded(info.Path, $"the file has {info.Streams.Count} streams; the limit is {limits.MaxStreams}");
        }

        var longest = info.Streams.Select(stream => stream.Duration).Append(info.Duration).Max();
        if (longest > limits.MaxDuration)
        {
            throw ProbeFailure.LimitExceeded(
                info.Path, $"the file declares a duration of {longest.Value.TotalHours:0.0} hours; the limit is {limits.MaxDuration.TotalHours:0.##}");
        }
    }

    /// <summary>
    /// Checks protection and content. Protection of any stream counts: a video pipeline would still pass on encrypted audio
    /// as noise.
    /// </summary>
    private static void CheckContent(MediaInfo info, ContainerFacts facts)
    {
        if (facts.Protection is not null || info.Streams.Any(static s => s.IsEncrypted))
        {
            throw ProbeFailure.Encrypted(info.Path, facts.Protection);
        }

        if (info.IsEmpty || facts.HasSamples == false)
        {
            throw ProbeFailure.NoFrames(info.Path);
        }
    }

    private static void CheckFrameSize(string path, VideoStream video, ProbeLimits limits)
    {
        var stored = (long)video.Width * video.Height;
        var shown = (long)video.DisplayWidth * video.DisplayHeight;
        if (Math.Max(stored, shown) > limits.MaxPixels)
        {
            throw ProbeFailure.LimitExceeded(
                path, $"frames of {video.Width}x{video.Height} pixels, shown at {video.DisplayWidth}x{video.DisplayHeight}, exceed the limit of {limits.MaxPixels} pixels");
        }

        // The real frame rate is a guess: for some phones, the 90000 of their clock. The average of a few frames may be as wrong.
        if (video.AverageFrameRate?.ToDouble() is { } rate && rate > limits.MaxFrameRate && EstimateFrames(video, rate) is not < MinFrames)
        {
            throw ProbeFailure.LimitExceeded(path, $"the video declares {rate:0.##} frames per second; the limit is {limits.MaxFrameRate:0.##}");
        }
    }

    private static double? EstimateFrames(VideoStream video, double rate) => video.FrameCount ?? (rate * video.Duration?.TotalSeconds);

    private static void CheckDecodable(string path, MediaStream main)
    {
        if (main.Codec is null)
        {
            throw ProbeFailure.UnsupportedCodec(path, main);
        }

        if (main is VideoStream { Width: 0 } or VideoStream { Height: 0 })
        {
            throw ProbeFailure.NotMedia(path, "its video stream has no frame size");
        }
    }
}
