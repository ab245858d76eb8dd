using Reelmill.Core;

namespace Reelmill.Pipelines.Chunk;

/// <summary>
/// The folder in which a join writes, beside the chunks. A file in it proves that it is one and, by a lock that ends with
/// its process, whether the join still runs: the next join removes what a killed one left, and nothing that only looks
/// like it.
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
            RemoveDead(left);
        }

        // A new name, since a folder that is there already may be anybody's.
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

    private static void RemoveDead(string path)
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
            // No proof, or a join that runs: it stays.
        }
    }
}
