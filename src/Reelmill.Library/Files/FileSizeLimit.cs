using System.Globalization;

namespace Reelmill.Library.Files;

/// <summary>Detects the limit on file sizes (<c>ulimit -f</c>), which SQLite reports as an I/O error.</summary>
internal static class FileSizeLimit
{
    private const string LinePrefix = "Max file size";

    /// <summary>The upper bound of one write to the catalog, in bytes.</summary>
    private const long MaxWriteBytes = 64 << 10;

    /// <summary>Whether one more write could take a file to the limit of this process.</summary>
    public static bool IsNear(string path) => ReadSoftLimit() is { } limit && (File.Exists(path) ? new FileInfo(path).Length : 0) + MaxWriteBytes >= limit;

    /// <summary>Reads the soft limit in bytes; null when there is none.</summary>
    private static long? ReadSoftLimit()
    {
        try
        {
            var line = File.ReadLines("/proc/self/limits").FirstOrDefault(static l => l.StartsWith(LinePrefix, StringComparison.Ordinal));
            var soft = line?[LinePrefix.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
            return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
