using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Media.Fetching;
using Reelmill.Media.Fetching.Lists;

namespace Reelmill.Media.Hls.Checking;

/// <summary>The location of a stream: a folder, a playlist, or an http or https URL of a playlist.</summary>
public sealed record HlsLocation
{
    private const string MasterName = "master.m3u8";
    private const string PlaylistPattern = "*.m3u8";

    private HlsLocation(string text, Uri playlist, string? folder) => (Text, Playlist, Folder) = (text, playlist, folder);

    /// <summary>The path or URL as the caller gave it.</summary>
    public string Text { get; }

    /// <summary>The first playlist to read.</summary>
    internal Uri Playlist { get; }

    /// <summary>The folder that reads may not leave; null for a URL.</summary>
    internal string? Folder { get; }

    /// <summary>Parses a path or URL and locates the playlist: in a folder, <c>master.m3u8</c> or the only playlist.</summary>
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
        var file = Directory.Exists(path) ? FindPlaylist(path, text) : path;
        if (RegularFile.FaultOf(file) is { } fault)
        {
            throw fault.Kind == FileFaultKind.Missing
                ? NotFound(text, "there is no such file or folder")
                : new ItemException(FetchCodes.BadInput, $"Looking for an HLS stream at '{text}': {fault.Text}. Name the master playlist, or its folder.");
        }

        var folder = RealPath.Of(Path.GetDirectoryName(file)!);
        return new HlsLocation(text, ToFileUri(Path.Combine(folder, Path.GetFileName(file))), folder);
    }

    /// <summary>Converts a path to a file URI and escapes reserved characters.</summary>
    internal static Uri ToFileUri(string path) =>
        new("file://" + string.Join('/', path.Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString)));

    private static string FindPlaylist(string folder, string text)
    {
        var master = Path.Combine(folder, MasterName);
        if (Path.Exists(master))
        {
            return master;
        }

        return Directory.GetFiles(folder, PlaylistPattern) switch
        {
            [var only] => only,
            [] => throw NotFound(text, "the folder contains no .m3u8 file"),
            _ => throw NotFound(text, $"the folder contains several playlists, none named {MasterName}"),
        };
    }

    private static ItemException NotFound(string text, string problem) =>
        new(FetchCodes.NotFound, $"Looking for an HLS stream at '{text}': {problem}. Name the master playlist, or its folder.");
}
