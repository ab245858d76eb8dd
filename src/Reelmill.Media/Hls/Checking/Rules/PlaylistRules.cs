using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>1: playlists are well formed and declare a version that covers their tags (RFC 8216, 4.1, 4.2, 4.3.1 and 7).</summary>
internal static class PlaylistRules
{
    public static HlsRule Syntax { get; } = new(
        1, "rfc8216-playlist", HlsSeverity.Must,
        "The first line is #EXTM3U. EXT-X-VERSION occurs at most once and is at least what the tags require: 3 for decimal durations, 4 for byte ranges and I-frames, 5 for EXT-X-MAP in an I-frame playlist, 6 for EXT-X-MAP elsewhere. Tags and attributes parse.");

    public static IEnumerable<HlsFinding> Check(MeasuredStream stream) =>
    [
        .. CreateFindings(stream.MasterName, stream.MasterProblems),
        .. stream.Tracks.SelectMany(static t => CreateFindings(t.Name, t.Problems)),
        .. stream.ReadableTracks.Where(static t => (t.Playlist.Version ?? 1) < t.Playlist.MinimumVersion).Select(static t => Syntax.CreateFinding(
            t.Track.Name,
            $"expected #EXT-X-VERSION:{t.Playlist.MinimumVersion} or higher for the tags in use, found {t.Playlist.Version?.ToString() ?? "none"}; raise the version")),
    ];

    private static IEnumerable<HlsFinding> CreateFindings(string file, IEnumerable<PlaylistProblem> problems) =>
        problems.Select(p => p.Line > 0 ? Syntax.CreateFinding(file, $"line {p.Line}: {p.Message}") : Syntax.CreateFinding(file, $"{p.Message}"));
}
