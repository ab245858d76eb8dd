using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Media.Fetching;
using Reelmill.Media.Fetching.Lists;

namespace Reelmill.Media.Hls.Checking;

/// <summary>Where a stream is: a folder, a playlist, or an http or https URL of a playlist.</summary>
public sealed record HlsLocation
{
    private const string MasterName = "master.m3u8";
    private const string PlaylistPattern = "*.m3u8";

    private HlsLocation(string text, Uri playlist, string? folder) => (Text, Playlist, Folder) = (text, playlist, folder);

    /// <summary>What was named.</summary>
    public string Text { get; }

    /// <summary>The playlist with which reading begins.</summary>
    internal Uri Playlist { get; }

    /// <summary>The folder that reading does not leave; null for a URL.</summary>
    internal string? Folder { get; }

    /// <summary>Finds the playlist that a text names: in a folder <c>master.m3u8</c>, or the only playlist.</summary>
    /// <param name="text">A path or a URL.</param>
    /// <exception cref="ItemException"><c>not_found</c>: there is no playlist. <c>bad_input</c>: the URL may not be fetched.</exception>
    public static HlsLocation Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        if (text.Contains("://", StringComparison.Ordinal))
        {
            return new HlsLocation(text, UrlGuard.Check(text), null);
        }

        var path = Path.GetFullPath(text);
        var file = Directory.Exists(path) ? InFolder(path, text) : path;
        if (RegularFile.FindFault(file) is { } fault)
        {
            throw fault.Kind == FileFaultKind.Missing
                ? NotFound(text, "there is no such file or folder")
                : new ItemException(FetchCodes.BadInput, $"Looking for an HLS stream at '{text}': {fault.Text}. Name the master playlist, or the folder that holds it.");
        }

        var folder = RealPath.Resolve(Path.GetDirectoryName(file)!);
        return new HlsLocation(text, AddressOf(Path.Combine(folder, Path.GetFileName(file))), folder);
    }

    /// <summary>A path as an address; characters that mean something in one are escaped.</summary>
    internal static Uri AddressOf(string path) =>
        new("file://" + string.Join('/', path.Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString)));

    private static string InFolder(string folder, string text)
    {
        var master = Path.Combine(folder, MasterName);
        if (Path.Exists(master))
        {
            return master;
        }

        return Directory.GetFiles(folder, PlaylistPattern) switch
        {
            [var only] => only,
            [] => throw NotFound(text, "the folder holds no .m3u8 file"),
            _ => throw NotFound(text, $"the folder holds several playlists and none is called {MasterName}"),
        };
    }

    private static ItemException NotFound(string text, string what) =>
        new(FetchCodes.NotFound, $"Looking for an HLS stream at '{text}': {what}. Name the master playlist, or the folder that holds it.");
}
