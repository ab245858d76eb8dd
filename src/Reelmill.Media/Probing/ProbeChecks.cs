using Reelmill.Core;
using Reelmill.Media.Probing.Containers;

namespace Reelmill.Media.Probing;

/// <summary>Refuses what cannot or must not be decoded.</summary>
internal static class ProbeChecks
{
    /// <summary>Fewer frames prove no rate, and do no harm at any.</summary>
    private const int FewFrames = 100;

    /// <summary>Checks what the file claims, then whether the stream that matters can be decoded at all.</summary>
    /// <exception cref="ItemException"><c>limit_exceeded</c>, <c>encrypted</c>, <c>no_frames</c>, <c>unsupported_codec</c> or <c>not_media</c>.</exception>
    public static void Check(MediaInfo info, ProbeLimits limits, ContainerFacts facts)
    {
        CheckExtent(info, limits);
        CheckContent(info, facts);
        foreach (var video in info.Streams.OfType<VideoStream>())
        {
            CheckPicture(info.Path, video, limits);
        }

        MediaStream? main = info.PrimaryVideo is { } picture ? picture : info.PrimaryAudio;
        if (main is not null)
        {
            CheckDecodable(info.Path, main);
        }
    }

    private static void CheckExtent(MediaInfo info, ProbeLimits limits)
    {
        if (info.Streams.Count > limits.MaxStreams)
        {
            throw ProbeFailure.LimitExceeded(info.Path, $"it has {info.Streams.Count} streams, and {limits.MaxStreams} are the limit");
        }

        var longest = info.Streams.Select(stream => stream.Duration).Append(info.Duration).Max();
        if (longest > limits.MaxDuration)
        {
            throw ProbeFailure.LimitExceeded(
                info.Path, $"it claims to last {longest.Value.TotalHours:0.0} hours, and {limits.MaxDuration.TotalHours:0.##} are the limit");
        }
    }

    /// <summary>Protection of any stream counts: a pipeline that works on the picture still gives the sound away as noise.</summary>
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

    private static void CheckPicture(string path, VideoStream video, ProbeLimits limits)
    {
        var stored = (long)video.Width * video.Height;
        var shown = (long)video.DisplayWidth * video.DisplayHeight;
        if (Math.Max(stored, shown) > limits.MaxPixels)
        {
            throw ProbeFailure.LimitExceeded(
                path, $"a picture of {video.Width}x{video.Height} pixels, shown as {video.DisplayWidth}x{video.DisplayHeight}, is over the limit of {limits.MaxPixels} pixels");
        }

        // The real frame rate is a guess, for some phones their clock's 90000; the average of a few frames may be as wrong.
        if (video.AverageFrameRate?.ToDouble() is { } rate && rate > limits.MaxFrameRate && Frames(video, rate) is not < FewFrames)
        {
            throw ProbeFailure.LimitExceeded(path, $"it claims {rate:0.##} frames a second, and {limits.MaxFrameRate:0.##} are the limit");
        }
    }

    private static double? Frames(VideoStream video, double rate) => video.FrameCount ?? (rate * video.Duration?.TotalSeconds);

    private static void CheckDecodable(string path, MediaStream main)
    {
        if (main.Codec is null)
        {
            throw ProbeFailure.UnsupportedCodec(path, main);
        }

        if (main is VideoStream { Width: 0 } or VideoStream { Height: 0 })
        {
            throw ProbeFailure.NotMedia(path, "it has a video stream without a picture size");
        }
    }
}
