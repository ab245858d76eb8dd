using System.Globalization;

namespace Reelmill.Library.Artifacts.Disk;

/// <summary>The limit of file sizes (<c>ulimit -f</c>), which SQLite reports as a disk that fails.</summary>
internal static class FileSizeLimit
{
    private const string Line = "Max file size";

    /// <summary>No write of the catalog is larger.</summary>
    private const long Step = 64 << 10;

    /// <summary>Whether a file is as large as this process may make it, but for one write.</summary>
    public static bool IsNear(string path) => Soft() is { } limit && (File.Exists(path) ? new FileInfo(path).Length : 0) + Step >= limit;

    /// <summary>The limit in bytes; null when there is none.</summary>
    private static long? Soft()
    {
        try
        {
            var line = File.ReadLines("/proc/self/limits").FirstOrDefault(static l => l.StartsWith(Line, StringComparison.Ordinal));
            var soft = line?[Line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
            return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
