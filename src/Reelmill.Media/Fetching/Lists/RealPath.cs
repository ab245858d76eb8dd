namespace Reelmill.Media.Fetching.Lists;

/// <summary>Finds the path of a file or folder without symbolic links.</summary>
internal static class RealPath
{
    /// <summary>Resolves the symbolic links in every part of an existing path.</summary>
    public static string Resolve(string path)
    {
        var current = Path.GetPathRoot(path)!;
        foreach (var part in path[current.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            current = Path.Combine(current, part);

            // The parents of the target may be links too.
            if (File.ResolveLinkTarget(current, returnFinalTarget: true) is { } target)
            {
                current = Resolve(target.FullName);
            }
        }

        return current;
    }
}
