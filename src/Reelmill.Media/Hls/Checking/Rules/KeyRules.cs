using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>9: keys change when they are meant to, and are not given away.</summary>
internal static class KeyRules
{
    public static HlsRule Rotation { get; } = new(
        9, "keys-rotation", HlsSeverity.Should, "Where keys rotate, a new one with a URI of its own follows after each N segments.");

    public static HlsRule Private { get; } = new(
        9, "keys-private", HlsSeverity.Must, "No key file lies among the published files: whoever can load a segment could load its key.");

    public static IEnumerable<HlsFinding> Check(StreamFacts stream) =>
    [
        .. stream.Readable.Where(static t => !t.Playlist.IFramesOnly).SelectMany(static t => CheckRotation(t.Track)),
        .. stream.Keys.Where(static k => k.IsPublic).Select(static k => k.Name)
            .Union(stream.LooseKeys, StringComparer.Ordinal)
            .Select(static name => Private.In(name, $"expected keys outside of the stream's folder, found this one inside; serve keys from where viewers must log in, and name that place in #EXT-X-KEY")),
    ];

    private static IEnumerable<HlsFinding> CheckRotation(TrackFacts track)
    {
        var runs = Runs(track);
        var again = runs.GroupBy(static r => r.Uri, StringComparer.Ordinal).Where(static g => g.Count() > 1).Select(static g => g.Key);
        foreach (var uri in again)
        {
            yield return Rotation.In(track.Name, $"expected a new key URI at each change, found {uri} coming back; give each key a URI of its own");
        }

        if (runs is [var first, .. var others] && (others.Any(r => r.Count > first.Count) || others.SkipLast(1).Any(r => r.Count != first.Count)))
        {
            yield return Rotation.In(track.Name, $"expected a new key after each {first.Count} segments, found runs of {string.Join(", ", runs.Select(static r => r.Count).Take(8))}; rotate evenly");
        }
    }

    /// <summary>Segments in a row with one key.</summary>
    private static List<(string Uri, int Count)> Runs(TrackFacts track)
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
