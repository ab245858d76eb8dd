namespace Reelmill.Library.Files;

/// <summary>Installs a staged folder at its target by renames that a crash cannot tear.</summary>
internal static class FolderSwap
{
    /// <summary>The suffix of a replaced folder while the new one takes its name, on file systems without an atomic exchange.</summary>
    public const string AsideSuffix = ".old";

    /// <summary>Moves <paramref name="staged"/> to <paramref name="target"/>; a replaced folder takes the staged name.</summary>
    /// <remarks>After a crash at any point both folders exist, whole, under one of these names.</remarks>
    public static void Install(string staged, string target, bool canExchange = true)
    {
        if (!Directory.Exists(target))
        {
            Directory.Move(staged, target);
        }
        else if (!canExchange || !NativeFile.TryExchange(staged, target))
        {
            Directory.Move(target, staged + AsideSuffix);
            Directory.Move(staged, target);
            Directory.Move(staged + AsideSuffix, staged);
        }

        FlushParents(staged, target);
    }

    /// <summary>Moves the folder at <paramref name="target"/> to <paramref name="aside"/>, which must not exist.</summary>
    public static void MoveAside(string target, string aside)
    {
        Directory.Move(target, aside);
        FlushParents(aside, target);
    }

    /// <summary>Creates a folder, unless it exists, and flushes its parent so that the name survives power loss.</summary>
    public static void CreateFolder(string path)
    {
        if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path);
            NativeFile.Flush(Path.GetDirectoryName(path)!);
        }
    }

    private static void FlushParents(string staged, string target)
    {
        NativeFile.Flush(Path.GetDirectoryName(target)!);
        NativeFile.Flush(Path.GetDirectoryName(staged)!);
    }
}
