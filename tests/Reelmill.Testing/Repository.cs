namespace Reelmill.Testing;

/// <summary>Finds and reads files of the repository that the tests were built from.</summary>
public static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>The folder into which <c>./run</c> and <c>./test</c> build the web page.</summary>
    public static string BuiltPageFolder { get; } = System.IO.Path.Combine(Root, "artifacts", "app", "web");

    /// <summary>Reads a file as text with line feeds.</summary>
    /// <param name="path">The path from the root, with slashes.</param>
    public static string Read(string path) => File.ReadAllText(System.IO.Path.Combine(Root, path)).ReplaceLineEndings("\n");

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(System.IO.Path.Combine(folder, "Reelmill.slnx")))
        {
            folder = System.IO.Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder;
    }
}
