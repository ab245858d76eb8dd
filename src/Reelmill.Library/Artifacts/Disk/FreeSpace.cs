namespace Reelmill.Library.Artifacts.Disk;

/// <summary>How much room the disk of a folder has.</summary>
public static class FreeSpace
{
    /// <summary>Under this, not even one page of the catalog's log and its index fit.</summary>
    private const long Least = 64 << 10;

    /// <summary>The bytes that this user may still write to the disk of a folder.</summary>
    /// <param name="folder">The folder, or one that is not made yet below one that is there.</param>
    /// <returns>The bytes; <see cref="long.MaxValue"/> where the system does not tell.</returns>
    public static long Of(string folder) => Read(folder, static d => d.AvailableFreeSpace);

    /// <summary>The size of the disk of a folder, in bytes.</summary>
    /// <param name="folder">The folder, or one that is not made yet below one that is there.</param>
    /// <returns>The bytes; <see cref="long.MaxValue"/> where the system does not tell.</returns>
    public static long SizeOf(string folder) => Read(folder, static d => d.TotalSize);

    internal static bool IsUsedUp(string folder) => Of(folder) < Least;

    private static long Read(string folder, Func<DriveInfo, long> read)
    {
        try
        {
            var existing = Path.GetFullPath(folder);
            while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
            {
                existing = parent;
            }

            return read(new DriveInfo(existing));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return long.MaxValue;
        }
    }
}
