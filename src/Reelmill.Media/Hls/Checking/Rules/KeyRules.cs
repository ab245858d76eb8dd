using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>9: keys rotate evenly, and are not published with the stream.</summary>
internal static class KeyRules
{
    public static HlsRule Rotation { get; } = new(
        9, "keys-rotation", HlsSeverity.Should, "Where keys rotate, a new key with its own URI follows after every N segments.");

    public static HlsRule UnpublishedKeys { get; } = new(
        9, "keys-private", HlsSeverity.Must, "No key file is published with the stream: whoever can load a segment could load its key.");

    public static IEnumerable<HlsFinding> Check(MeasuredStream stream) =>
    [
        .. stream.ReadableTracks.Where(static t => !t.Playlist.IFramesOnly).SelectMany(static t => CheckRotation(t.Track)),
        .. stream.Keys.Where(static k => k.IsPublic).Select(static k => k.Name)
            .Union(stream.KeyFiles, StringComparer.Ordinal)
            .Select(static name => UnpublishedKeys.CreateFinding(name, $"expected keys outside the stream's folder, found this one inside; serve keys from a URL that requires authorization, and name it in #EXT-X-KEY")),
    ];

    private static IEnumerable<HlsFinding> CheckRotation(MeasuredTrack track)
    {
        var runs = GroupByKey(track);
        var reused = runs.GroupBy(static r => r.Uri, StringComparer.Ordinal).Where(static g => g.Count() > 1).Select(static g => g.Key);
        foreach (var uri in reused)
        {
            yield return Rotation.CreateFinding(track.Name, $"expected a new key URI at each change, found {uri} reused; give each key its own URI");
        }

        if (runs is [var first, .. var others] && (others.Any(r => r.Count > first.Count) || others.SkipLast(1).Any(r => r.Count != first.Count)))
        {
            yield return Rotation.CreateFinding(track.Name, $"expected a new key after each {first.Count} segments, found runs of {string.Join(", ", runs.Select(static r => r.Count).Take(8))}; rotate evenly");
        }
    }

    /// <summary>Groups consecutive segments with the same key.</summary>
    private static List<(string Uri, int Count)> GroupByKey(MeasuredTrack track)
    {
        var runs = new List<(string Uri, int Count)>();
        foreach (var uri in track.Segments.Select(static s => s.Entry.Key?.Uri).OfType<string>())
        {
            if (runs is [.., var last] && last.Uri == uri)
            {
                runs[^1] = (uri, last.Count + 1);
            }
            else
            {
                runs.Add((uri, 1));
            }
        }

        return runs;
    }
}
