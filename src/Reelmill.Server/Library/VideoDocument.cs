using Reelmill.Library.Catalog;
using Reelmill.Media.Formats;
using Reelmill.Pipelines.Items;

namespace Reelmill.Server.Library;

/// <summary>A video, as the API shows it.</summary>
/// <param name="Id">The id of its content.</param>
/// <param name="Sources">The files and URLs that have the content, without secrets.</param>
/// <param name="Title">What its list or its page calls it; null when neither does.</param>
/// <param name="DurationSeconds">How long it is; null when unknown.</param>
/// <param name="Width">The width in pixels, upright; null when unknown, as the next ones.</param>
/// <param name="Height">The height.</param>
/// <param name="Fps">Frames a second, on the average.</param>
/// <param name="Codec">ffmpeg's name of its codec.</param>
/// <param name="Frames">How many frames were sampled.</param>
/// <param name="Kept">How many of them are kept.</param>
/// <param name="Poster">A picture of it; null when no frame has a file.</param>
/// <param name="Hls">The master playlist of its stream; null when none was made.</param>
/// <param name="Media">The original; null when it is not at hand.</param>
/// <param name="Damaged">Whether the decoder found something wrong with it.</param>
internal sealed record VideoDocument(
    string Id,
    IReadOnlyList<string> Sources,
    string? Title,
    double? DurationSeconds,
    int? Width,
    int? Height,
    double? Fps,
    string? Codec,
    long Frames,
    long Kept,
    string? Poster,
    string? Hls,
    string? Media,
    bool Damaged)
{
    private const int FpsDigits = 3;

    public static VideoDocument Of(Video video, VideoFrames frames, bool hasStream, bool isAtHand)
    {
        var facts = video.Facts;
        return new VideoDocument(
            video.Id,
            video.Sources,
            video.Title,
            facts?.DurationSeconds,
            facts?.Width,
            facts?.Height,
            FpsOf(facts),
            facts?.Codec,
            frames.Sampled,
            frames.Kept,
            frames.FirstFrameMs is { } time ? LibraryUrls.Picture(video.Id, time) : null,
            hasStream ? LibraryUrls.Stream(video.Id, Video.Master) : null,
            isAtHand ? LibraryUrls.Media(video.Id) : null,
            video.IsDamaged);
    }

    private static double? FpsOf(MediaFacts? facts) =>
        Rational.TryParse(facts?.FrameRate, out var rate) && rate.Numerator > 0 ? Math.Round(rate.ToDouble(), FpsDigits) : null;
}

/// <summary>A page of videos.</summary>
/// <param name="Videos">The videos, by id.</param>
/// <param name="Next">What to pass as the cursor for the next page; null when this is the last.</param>
internal sealed record VideoPage(IReadOnlyList<VideoDocument> Videos, string? Next);
