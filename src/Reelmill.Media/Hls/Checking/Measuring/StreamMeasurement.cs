using System.Text;
using Reelmill.Core;
using Reelmill.Media.Fetching;
using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Checking.Reading;

namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>Reads a whole stream: playlists first, then their segments one at a time.</summary>
/// <param name="location">Where it is.</param>
/// <param name="files">Its files.</param>
/// <param name="keys">Its keys.</param>
/// <param name="begin">Called with each media playlist and the number of its segments.</param>
internal sealed class StreamMeasurement(HlsLocation location, StreamFiles files, KeyFinder keys, Action<string, int>? begin)
{
    private const int MostPlaylists = 1000;
    private readonly Dictionary<string, TrackFacts> _tracks = new(StringComparer.Ordinal);

    /// <summary>Reads everything.</summary>
    /// <exception cref="ItemException"><c>not_found</c>: the first playlist cannot be read.</exception>
    public async Task<StreamFacts> MeasureAsync(CancellationToken cancellationToken)
    {
        var problems = new List<PlaylistProblem>();
        var lines = await FirstAsync(problems, cancellationToken).ConfigureAwait(false);
        var name = files.NameOf(location.Playlist);
        if (!MasterPlaylist.IsMaster(lines))
        {
            var track = await TrackAsync(location.Playlist.OriginalString, false, cancellationToken).ConfigureAwait(false);
            return Facts(name, null, [], [new VariantFacts(null, track)], [], []);
        }

        var master = MasterPlaylist.Read(lines, problems);
        var variants = new List<VariantFacts>();
        foreach (var variant in master.Variants)
        {
            variants.Add(new(variant, await TrackAsync(variant.Uri, false, cancellationToken).ConfigureAwait(false)));
        }

        var renditions = new List<RenditionFacts>();
        foreach (var rendition in master.Renditions.Where(static r => r.Uri is not null))
        {
            renditions.Add(new(rendition, await TrackAsync(rendition.Uri!, false, cancellationToken).ConfigureAwait(false)));
        }

        var iframes = new List<IFrameFacts>();
        foreach (var iframe in master.IFrameStreams)
        {
            iframes.Add(new(iframe, await TrackAsync(iframe.Uri, IsHevc(iframe), cancellationToken).ConfigureAwait(false)));
        }

        return Facts(name, master, problems, variants, renditions, iframes);
    }

    private static bool IsHevc(IFrameStream stream) =>
        stream.Codecs is { } codecs && (codecs.StartsWith("hvc1", StringComparison.Ordinal) || codecs.StartsWith("hev1", StringComparison.Ordinal));

    private StreamFacts Facts(
        string name, MasterPlaylist? master, List<PlaylistProblem> problems, List<VariantFacts> variants, List<RenditionFacts> renditions, List<IFrameFacts> iframes) =>
        new(name, master, problems, variants, renditions, iframes, [.. _tracks.Values], keys.All, [.. files.LooseKeys()]);

    private async Task<PlaylistLines> FirstAsync(List<PlaylistProblem> problems, CancellationToken cancellationToken)
    {
        try
        {
            return PlaylistLines.Read(await TextAsync(location.Playlist, cancellationToken).ConfigureAwait(false), problems);
        }
        catch (Exception e) when (e is ReadException or PlaylistException)
        {
            throw new ItemException(FetchCodes.NotFound, $"Reading the playlist {Redaction.Of(location.Text)}: {e.Message}", false, e);
        }
    }

    private async Task<TrackFacts> TrackAsync(string uri, bool isHevc, CancellationToken cancellationToken)
    {
        var address = StreamFiles.Resolve(location.Playlist, uri);
        var id = address?.AbsoluteUri ?? uri;
        if (!_tracks.TryGetValue(id, out var track))
        {
            _tracks[id] = track = address is null ? Unreadable(uri, location.Playlist, "its URI is none; mend the master playlist")
                : _tracks.Count < MostPlaylists ? await ReadAsync(address, isHevc, cancellationToken).ConfigureAwait(false)
                : Unreadable(uri, address, FormattableString.Invariant($"it is one of more than {MostPlaylists} playlists, which are not read"));
        }

        return track;
    }

    private async Task<TrackFacts> ReadAsync(Uri address, bool isHevc, CancellationToken cancellationToken)
    {
        var name = files.NameOf(address);
        try
        {
            var problems = new List<PlaylistProblem>();
            var lines = PlaylistLines.Read(await TextAsync(address, cancellationToken).ConfigureAwait(false), problems);
            var playlist = MediaPlaylistReader.Read(lines, problems);
            begin?.Invoke(name, playlist.Segments.Count);
            var scan = new TrackScan(files, keys, address, playlist, isHevc);
            var segments = await scan.SegmentsAsync(cancellationToken).ConfigureAwait(false);
            return new TrackFacts(name, address, playlist, problems, null, segments, scan.Inits);
        }
        catch (Exception e) when (e is ReadException or PlaylistException)
        {
            return Unreadable(name, address, e.Message);
        }
    }

    private static TrackFacts Unreadable(string name, Uri address, string why) => new(name, address, null, [], why, [], []);

    private async Task<string> TextAsync(Uri address, CancellationToken cancellationToken)
    {
        var content = await files.ReadAsync(address, null, StreamFiles.MostPlaylistBytes, cancellationToken).ConfigureAwait(false);
        return Encoding.UTF8.GetString(content.Bytes);
    }
}
