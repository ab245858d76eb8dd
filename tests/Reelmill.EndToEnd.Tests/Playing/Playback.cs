using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reelmill.EndToEnd.Tests.Playing;

/// <summary>What a player tells at the end of a scenario. Times are seconds of the video unless they say otherwise.</summary>
/// <param name="Problem">Why the scenario could not be carried out; null when it was.</param>
/// <param name="Renditions">The video renditions in the order that the other numbers refer to: lowest bandwidth first.</param>
/// <param name="Runs">Each time that it was started from the beginning.</param>
/// <param name="Switches">What was switched, in order.</param>
/// <param name="Seeks">Where it was sent, in order.</param>
/// <param name="Sounds">The audio tracks that were chosen and decoded.</param>
/// <param name="Subtitles">The subtitles that were chosen and read.</param>
/// <param name="Errors">What hls.js complained of, what it got over included; a stall only when nothing was there to be played.</param>
/// <param name="Waits">Each time that the video stood still, from before the first frame on.</param>
internal sealed record Playback(
    string? Problem,
    IReadOnlyList<PlayedRendition> Renditions,
    IReadOnlyList<PlayerRun> Runs,
    IReadOnlyList<RenditionSwitch> Switches,
    IReadOnlyList<Seek> Seeks,
    IReadOnlyList<Sound> Sounds,
    IReadOnlyList<Subtitles> Subtitles,
    IReadOnlyList<PlayerError> Errors,
    IReadOnlyList<Wait> Waits)
{
    /// <summary>What the browser itself complained of, such as what was not found.</summary>
    public IReadOnlyList<string> Complaints { get; init; } = [];

    /// <summary>Whether it stood still while it played, and nothing else was wrong.</summary>
    [JsonIgnore]
    public bool HasOnlyStalled =>
        Problem is null && Errors.All(static e => e.Details == "bufferStalledError") && (Errors.Count > 0 || Waits.Any(static w => w.Cause == "data"));

    /// <summary>All of it, for a failed test's message.</summary>
    public override string ToString() => JsonSerializer.Serialize(this);
}

/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Bandwidth">Bits a second, as the master playlist says.</param>
/// <param name="Codecs">As the master playlist says.</param>
internal sealed record PlayedRendition(int Width, int Height, long Bandwidth, string Codecs);

/// <param name="Rendition">The only rendition that it was allowed at its start; null when hls.js chose.</param>
/// <param name="Ended">Whether the video came to its end.</param>
/// <param name="Position">Where it stood last.</param>
/// <param name="Duration">How long the video is.</param>
/// <param name="Played">The parts that were played.</param>
/// <param name="Frames">The frames that were decoded.</param>
/// <param name="SoundBytes">The bytes of sound that were decoded.</param>
internal sealed record PlayerRun(
    int? Rendition, bool Ended, double Position, double Duration, IReadOnlyList<PlayedRange> Played, FrameCounts Frames, long SoundBytes);

/// <param name="From">The rendition before.</param>
/// <param name="To">The rendition after; its frames had its size.</param>
/// <param name="Asked">When the switch was asked for.</param>
/// <param name="At">When it was seen.</param>
internal sealed record RenditionSwitch(int From, int To, double Asked, double At);

/// <param name="To">The time that was asked for.</param>
/// <param name="Frame">The time of the frame that came up.</param>
internal sealed record Seek(double To, double Frame);

internal sealed record Sound(string Name, string? Language);

internal sealed record Subtitles(string Name, string? Language, IReadOnlyList<Cue> Cues);

internal sealed record Cue(double Start, double End, string Text);

/// <param name="Details">hls.js's name of it, such as <c>bufferStalledError</c>.</param>
/// <param name="Fatal">Whether it gave up.</param>
/// <param name="At">Where the video stood.</param>
/// <param name="Url">What was being loaded, where it was about that.</param>
/// <param name="Reason">More words.</param>
internal sealed record PlayerError(string Details, bool Fatal, double At, string? Url, string? Reason);

/// <param name="At">Where the video stood.</param>
/// <param name="Cause"><c>start</c>, <c>seek</c>, <c>data</c> when nothing was there to be played, or <c>time</c> when the machine was too busy to play what was there.</param>
/// <param name="Milliseconds">How long, on the wall clock.</param>
internal sealed record Wait(double At, string Cause, int Milliseconds);

internal sealed record PlayedRange(double Start, double End);

/// <param name="Total">Those that were due, dropped or not.</param>
/// <param name="Dropped">Those that came too late to be shown: many, where it plays faster than the screen.</param>
/// <param name="Corrupted">Those that could not be decoded.</param>
internal sealed record FrameCounts(int Total, int Dropped, int Corrupted);
