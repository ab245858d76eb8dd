using System.Globalization;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items;

/// <summary>A cheap sign of whether an input is still the same.</summary>
internal static class SourceStamp
{
    /// <summary>The sign of a file, of the archive that it is in, or of a library's frame; null for what is elsewhere, and for a file that is gone.</summary>
    public static string? Of(MediaInput input) => FrameIdentity.StampOf(input) is { } frame ? frame : input.Kind == InputKind.File ? OfFile(TarArchive.Split(input.Source)?.Archive ?? input.Source) : null;

    /// <summary>Size and modification time; null for what is no file.</summary>
    public static string? OfFile(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? string.Create(CultureInfo.InvariantCulture, $"{file.Length}:{file.LastWriteTimeUtc.Ticks}") : null;
    }
}
