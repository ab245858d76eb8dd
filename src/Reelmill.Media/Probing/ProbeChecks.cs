using Reelmill.Core;

namespace Reelmill.Media.Probing;

/// <summary>Refuses what cannot or must not be decoded.</summary>
internal static class ProbeChecks
{
    /// <summary>Checks what the file claims, then whether the stream that matters can be decoded at all.</summary>
    /// <exception cref="ItemException"><c>limit_exceeded</c>, <c>encrypted</c>, <c>unsupported_codec</c> or <c>not_media</c>.</exception>
    public static void Check(MediaInfo info, ProbeLimits limits)
    {
        CheckExtent(info, limits);
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

    private static void CheckPicture(string path, VideoStream video, ProbeLimits limits)
    {
        var stored = (long)video.Width * video.Height;
        var shown = (long)video.DisplayWidth * video.DisplayHeight;
        if (Math.Max(stored, shown) > limits.MaxPixels)
        {
            throw ProbeFailure.LimitExceeded(
                path, $"a picture of {video.Width}x{video.Height} pixels, shown as {video.DisplayWidth}x{video.DisplayHeight}, is over the limit of {limits.MaxPixels} pixels");
        }

        // The real frame rate of some phones is their clock's 90000, so it counts only where nothing else is known.
        if ((video.AverageFrameRate ?? video.RealFrameRate)?.ToDouble() is { } rate && rate > limits.MaxFrameRate)
        {
            throw ProbeFailure.LimitExceeded(path, $"it claims {rate:0.##} frames a second, and {limits.MaxFrameRate:0.##} are the limit");
        }
    }

    private static void CheckDecodable(string path, MediaStream main)
    {
        if (main.IsEncrypted)
        {
            throw ProbeFailure.Encrypted(path);
        }

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
