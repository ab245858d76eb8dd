using System.Text;
using Reelmill.Core;
using Reelmill.Media.Fetching;
using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Checking.Reading;

namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>Reads and measures a whole stream: playlists first, then their segments one at a time.</summary>
/// <param name="location">The location of the stream.</param>
/// <param name="files">The files of the stream.</param>
/// <param name="keys">The keys of the stream.</param>
/// <param name="onPlaylist">Called with the name and segment count of each media playlist.</param>
internal sealed class StreamScanner(HlsLocation location, StreamFiles files, KeyFinder keys, Action<string, int>? onPlaylist)
{
    private const int MaxPlaylists = 1000;
    private readonly Dictionary<string, MeasuredTrack> _tracks = new(StringComparer.Ordinal);

    /// <summary>Reads and measures every playlist and segment.</summary>
    /// <exception cref="ItemException"><c>not_found</c>: the first playlist cannot be read.</exception>
    public async Task<MeasuredStream> ScanAsync(CancellationToken cancellationToken)
    {
        var problems = new List<PlaylistProblem>();
        var lines = await ReadFirstPlaylistAsync(problems, cancellationToken).ConfigureAwait(false);
        var name = files.GetDisplayName(location.Playlist);
        if (!MasterPlaylist.Is(lines))
        {
            var track = await GetTrackAsync(location.Playlist.OriginalString, false, cancellationToken).ConfigureAwait(false);
            return CreateResult(name, null, [], [new MeasuredVariant(null, track)], [], []);
        }

        var master = MasterPlaylist.Read(lines, problems);
        var variants = new List<MeasuredVariant>();
        foreach (var variant in master.Variants)
        {
            variants.Add(new(variant, await GetTrackAsync(variant.Uri, false, cancellationToken).ConfigureAwait(false)));
        }

        var renditions = new List<MeasuredRendition>();
        foreach (var rendition in master.Renditions.Where(static r => r.Uri is not null))
        {
            renditions.Add(new(rendition, await GetTrackAsync(rendition.Uri!, false, cancellationToken).ConfigureAwait(false)));
        }

        var iframes = new List<MeasuredIFrameStream>();
        foreach (var iframe in master.IFrameStreams)
        {
            iframes.Add(new(iframe, await GetTrackAsync(iframe.Uri, IsHevc(iframe), cancellationToken).ConfigureAwait(false)));
        }

        return CreateResult(name, master, problems, variants, renditions, iframes);
    }

    private static bool IsHevc(IFrameStream stream) =>
        stream.Codecs is { } codecs && (codecs.StartsWith("hvc1", StringComparison.Ordinal) || codecs.StartsWith("hev1", StringComparison.Ordinal));

    private MeasuredStream CreateResult(
        string name, MasterPlaylist? master, List<PlaylistProblem> problems, List<MeasuredVariant> variants, List<MeasuredRendition> renditions, List<MeasuredIFrameStream> iframes) =>
        new(name, master, problems, variants, renditions, iframes, [.. _tracks.Values], keys.Results, [.. files.FindKeyFiles()]);

    private async Task<PlaylistLines> ReadFirstPlaylistAsync(List<PlaylistProblem> problems, CancellationToken cancellationToken)
    {
        try
        {
            return PlaylistLines.Read(await ReadTextAsync(location.Playlist, cancellationToken).ConfigureAwait(false), problems);
        }
        catch (Exception e) when (e is ReadException or PlaylistException)
        {
            throw new ItemException(FetchCodes.NotFound, $"Reading the playlist {Redaction.Of(location.Text)}: {e.Message}", false, e);
        }
    }

    private async Task<MeasuredTrack> GetTrackAsync(string uri, bool isHevc, CancellationToken cancellationToken)
    {
        var address = StreamFiles.Resolve(location.Playlist, uri);
        var id = address?.AbsoluteUri ?? uri;
        if (!_tracks.TryGetValue(id, out var track))
        {
            _tracks[id] = track = address is null ? CreateUnreadable(uri, location.Playlist, "the URI is not valid; fix the master playlist")
                : _tracks.Count < MaxPlaylists ? await ReadTrackAsync(address, isHevc, cancellationToken).ConfigureAwait(false)
                : CreateUnreadable(uri, address, FormattableString.Invariant($"the stream has more than {MaxPlaylists} playlists, and the rest is not read"));
        }

        return track;
    }

    private async Task<MeasuredTrack> ReadTrackAsync(Uri address, bool isHevc, CancellationToken cancellationToken)
    {
        var name = files.GetDisplayName(address);
        try
        {
            var problems = new List<PlaylistProblem>();
            var lines = PlaylistLines.Read(await ReadTextAsync(address, cancellationToken).ConfigureAwait(false), problems);
            var playlist = MediaPlaylistReader.Read(lines, problems);
            onPlaylist?.Invoke(name, playlist.Segments.Count);
            var scanner = new TrackScanner(files, keys, address, playlist, isHevc);
            var segments = await scanner.ScanSegmentsAsync(cancellationToken).ConfigureAwait(false);
            return new MeasuredTrack(name, address, playlist, problems, null, segments, scanner.InitSegments);
        }
        catch (Exception e) when (e is ReadException or PlaylistException)
        {
            return CreateUnreadable(name, address, e.Message);
        }
    }

    private static MeasuredTrack CreateUnreadable(string name, Uri address, string problem) => new(name, address, null, [], problem, [], []);

    private async Task<string> ReadTextAsync(Uri address, CancellationToken cancellationToken)
    {
        var content = await files.ReadAsync(address, null, StreamFiles.MaxPlaylistBytes, cancellationToken).ConfigureAwait(false);
        return Encoding.UTF8.GetString(content.Bytes);
    }
}
