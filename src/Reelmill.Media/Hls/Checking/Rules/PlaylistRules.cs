using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>1: playlists are well formed and declare the version that they need (RFC 8216, 4.1, 4.2, 4.3.1 and 7).</summary>
internal static class PlaylistRules
{
    public static HlsRule Syntax { get; } = new(
        1, "rfc8216-playlist", HlsSeverity.Must,
        "The first line is #EXTM3U; there is at most one EXT-X-VERSION, and it is at least what the tags need: 3 for decimal durations, 4 for byte ranges and I-frames, 5 for a map in an I-frame playlist, 6 for a map elsewhere. Tags and attributes can be read.");

    public static IEnumerable<HlsFinding> Check(StreamFacts stream) =>
    [
        .. Problems(stream.MasterName, stream.MasterProblems),
        .. stream.Tracks.SelectMany(static t => Problems(t.Name, t.Problems)),
        .. stream.Readable.Where(static t => (t.Playlist.Version ?? 1) < t.Playlist.MinimumVersion).Select(static t => Syntax.In(
            t.Track.Name,
            $"expected #EXT-X-VERSION:{t.Playlist.MinimumVersion} or higher for the tags it uses, found {t.Playlist.Version?.ToString() ?? "none"}; raise it")),
    ];

    private static IEnumerable<HlsFinding> Problems(string file, IEnumerable<PlaylistProblem> problems) =>
        problems.Select(p => p.Line > 0 ? Syntax.In(file, $"line {p.Line}: {p.Message}") : Syntax.In(file, $"{p.Message}"));
}
