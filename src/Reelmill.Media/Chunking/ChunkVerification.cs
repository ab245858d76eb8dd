namespace Reelmill.Media.Chunking;

/// <summary>What verifying a folder of chunks found.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Checks">Each check, in order.</param>
/// <param name="Remarks">What could not be checked, and why.</param>
public sealed record ChunkVerification(string Folder, IReadOnlyList<ChunkCheck> Checks, IReadOnlyList<string> Remarks)
{
    /// <summary>Whether every check holds. What could not be checked is a remark and does not count.</summary>
    public bool Holds => Checks.All(static c => c.Holds);
}

/// <summary>One thing that has to hold.</summary>
/// <param name="Name">A stable name in snake case, such as <c>file_hashes</c>.</param>
/// <param name="Holds">Whether it does.</param>
/// <param name="Detail">How much was checked, or what is wrong where.</param>
public sealed record ChunkCheck(string Name, bool Holds, string Detail);

/// <summary>What joining chunks made.</summary>
/// <param name="Path">The file.</param>
/// <param name="Frames">How many frames it has: those of all chunks.</param>
/// <param name="Seconds">How long its video is.</param>
/// <param name="HasSound">Whether it has sound, encoded once from the source.</param>
/// <param name="DriftSeconds">How much longer its sound is than its video; below one packet of sound.</param>
public sealed record ChunkJoin(string Path, int Frames, double Seconds, bool HasSound, double DriftSeconds);
