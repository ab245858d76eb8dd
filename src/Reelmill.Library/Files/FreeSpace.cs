namespace Reelmill.Library.Files;

/// <summary>Measures the free and total space of a folder's disk.</summary>
public static class FreeSpace
{
    /// <summary>The space that one page of the catalog's write-ahead log and the log's index need.</summary>
    private const long MinBytes = 64 << 10;

    /// <summary>Gets the space that this user may still write to a folder's disk, in bytes.</summary>
    /// <param name="folder">The folder; a missing folder counts as its nearest existing parent.</param>
    /// <returns>The bytes; <see cref="long.MaxValue"/> where the system does not report them.</returns>
    public static long GetAvailable(string folder) => Read(folder, static d => d.AvailableFreeSpace);

    /// <summary>Gets the size of a folder's disk, in bytes.</summary>
    /// <param name="folder">The folder; a missing folder counts as its nearest existing parent.</param>
    /// <returns>The bytes; <see cref="long.MaxValue"/> where the system does not report them.</returns>
    public static long GetTotal(string folder) => Read(folder, static d => d.TotalSize);

    internal static bool IsExhausted(string folder) => GetAvailable(folder) < MinBytes;

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
