using System.Globalization;
using Reelmill.Core.Files;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items.Tar;

namespace Reelmill.Pipelines.Items;

/// <summary>Reads the change stamp of an input, which tells cheaply whether the input is unchanged.</summary>
internal static class SourceStamp
{
    private const int NsPerTick = 100;

    /// <summary>Reads the stamp of a file, of the archive that contains it, of bytes, or of a library's frame; null for a remote input, and for a file that is gone.</summary>
    public static string? Read(MediaInput input) => InputIdentity.FindStamp(input) is { } frame ? frame : input.Kind switch
    {
        InputKind.File => ReadFile(TarArchive.Split(input.Source)?.Archive ?? input.Source),
        InputKind.Bytes => input.Source,
        _ => null,
    };

    /// <summary>Reads the size and modification time of the file that a path resolves to; null when it is not a regular file.</summary>
    public static string? ReadFile(string path) => RegularFile.GetStamp(path) is { } file
        ? string.Create(CultureInfo.InvariantCulture, $"{file.Bytes}:{DateTime.UnixEpoch.Ticks + (file.ModifiedNs / NsPerTick)}")
        : null;
}
