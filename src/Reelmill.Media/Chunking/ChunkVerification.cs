namespace Reelmill.Media.Chunking;

/// <summary>The result of verifying a folder of chunks.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Checks">The checks in the order in which they ran.</param>
/// <param name="Remarks">What could not be checked, and why.</param>
public sealed record ChunkVerification(string Folder, IReadOnlyList<ChunkCheck> Checks, IReadOnlyList<string> Remarks)
{
    /// <summary>Whether every check holds. Remarks do not count.</summary>
    public bool Holds => Checks.All(static c => c.Holds);
}

/// <summary>The result of one check.</summary>
/// <param name="Name">The stable name of the check in snake case, such as <c>file_hashes</c>.</param>
/// <param name="Holds">Whether the check passed.</param>
/// <param name="Detail">How much was checked, or what is wrong and where.</param>
public sealed record ChunkCheck(string Name, bool Holds, string Detail);

/// <summary>The result of joining chunks.</summary>
/// <param name="Path">The joined file.</param>
/// <param name="Frames">The number of frames: those of all chunks.</param>
/// <param name="Seconds">The length of the video in seconds.</param>
/// <param name="HasSound">Whether the file has audio, encoded once from the source.</param>
/// <param name="DriftSeconds">How much longer the audio is than the video, in seconds; below the duration of one audio packet.</param>
public sealed record ChunkJoin(string Path, int Frames, double Seconds, bool HasSound, double DriftSeconds);
