namespace Reelmill.Media.Fetching;

/// <summary>Looks at files of this machine.</summary>
internal static class LocalFile
{
    /// <summary>Whether the path leads to a file. A link to nothing is none, though the system says that it exists.</summary>
    public static bool Exists(string path)
    {
        try
        {
            return File.Exists(path) && (File.ResolveLinkTarget(path, returnFinalTarget: true)?.Exists ?? true);
        }
        catch (IOException)
        {
            // Links that lead in a circle.
            return false;
        }
    }

    /// <summary>The size of the file that the path leads to, in bytes.</summary>
    public static long Length(string path)
    {
        using var file = File.OpenHandle(path);
        return RandomAccess.GetLength(file);
    }
}
