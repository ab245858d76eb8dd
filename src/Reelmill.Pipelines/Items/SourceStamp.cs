using System.Globalization;
using Reelmill.Core.Files;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items.Tar;

namespace Reelmill.Pipelines.Items;

/// <summary>A cheap sign of whether an input is still the same.</summary>
internal static class SourceStamp
{
    private const int NsPerTick = 100;

    /// <summary>The sign of a file, of the archive that it is in, of bytes, or of a library's frame; null for what is elsewhere, and for a file that is gone.</summary>
    public static string? Of(MediaInput input) => FrameIdentity.StampOf(input) is { } frame ? frame : input.Kind switch
    {
        InputKind.File => OfFile(TarArchive.Split(input.Source)?.Archive ?? input.Source),
        InputKind.Bytes => input.Source,
        _ => null,
    };

    /// <summary>Size and modification time of what the path leads to; null for what is no file.</summary>
    public static string? OfFile(string path) => RegularFile.GetStamp(path) is { } file
        ? string.Create(CultureInfo.InvariantCulture, $"{file.Bytes}:{DateTime.UnixEpoch.Ticks + (file.ModifiedNs / NsPerTick)}")
        : null;
}
