using Reelmill.Core;

namespace Reelmill.Pipelines.Chunk;

/// <summary>
/// The folder in which a join writes, beside the chunks. A proof file in it identifies the folder, and a lock on the file, which
/// ends with the process, shows whether the join is running. The next join deletes the folders of killed joins, and no
/// folder that only has a similar name.
/// </summary>
internal sealed class JoinScratch : IDisposable
{
    private const string Prefix = ".join-";
    private const string ProofName = ".reelmill-join";

    private readonly FileStream _proof;

    private JoinScratch(string path, FileStream proof) => (Path, _proof) = (path, proof);

    public string Path { get; }

    public static JoinScratch Create(string folder)
    {
        foreach (var left in Directory.EnumerateDirectories(folder, Prefix + "*"))
        {
            RemoveAbandoned(left);
        }

        // The name is new, because an existing folder may belong to somebody else.
        var path = System.IO.Path.Combine(folder, $"{Prefix}{Guid.NewGuid():n}");
        Directory.CreateDirectory(path);
        try
        {
            var proof = new FileStream(System.IO.Path.Combine(path, ProofName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
            proof.Write(System.Text.Encoding.UTF8.GetBytes(System.IO.Path.GetFileName(path)));
            proof.Flush();
            return new JoinScratch(path, proof);
        }
        catch
        {
            CleanUp.RemoveFolder(path);
            throw;
        }
    }

    public void Dispose()
    {
        CleanUp.RemoveFolder(Path);
        _proof.Dispose();
    }

    private static void RemoveAbandoned(string path)
    {
        try
        {
            using var proof = new FileStream(System.IO.Path.Combine(path, ProofName), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            using var text = new StreamReader(proof);
            if (text.ReadToEnd() == System.IO.Path.GetFileName(path))
            {
                CleanUp.RemoveFolder(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder has no proof file, or its join is still running, so the folder stays.
        }
    }
}
