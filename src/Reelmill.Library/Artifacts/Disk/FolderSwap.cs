namespace Reelmill.Library.Artifacts.Disk;

/// <summary>Puts a finished folder where it belongs.</summary>
internal static class FolderSwap
{
    /// <summary>What a folder is called while the other takes its name, where names cannot be exchanged in one step.</summary>
    public const string AsideSuffix = ".old";

    /// <summary>Puts <paramref name="staged"/> at <paramref name="target"/>; what was there is then at the staged name.</summary>
    /// <remarks>After a crash at any point both folders are there, whole, under one of these names.</remarks>
    public static void Put(string staged, string target, bool canExchange = true)
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

    /// <summary>Takes the folder at <paramref name="target"/> away to <paramref name="aside"/>, which must be free.</summary>
    public static void TakeAway(string target, string aside)
    {
        Directory.Move(target, aside);
        FlushParents(aside, target);
    }

    /// <summary>Makes a folder whose name survives power loss.</summary>
    public static void Make(string path)
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
