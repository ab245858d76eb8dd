namespace Reelmill.Media.Fetching.Lists;

/// <summary>The one path of a file or folder to which every link leads.</summary>
internal static class RealPath
{
    /// <summary>Resolves the links in every part of the path of something that exists.</summary>
    public static string Of(string path)
    {
        var current = Path.GetPathRoot(path)!;
        foreach (var part in path[current.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            current = Path.Combine(current, part);

            // The target's own parents may be links in their turn.
            if (File.ResolveLinkTarget(current, returnFinalTarget: true) is { } target)
            {
                current = Of(target.FullName);
            }
        }

        return current;
    }
}
