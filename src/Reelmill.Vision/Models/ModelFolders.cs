namespace Reelmill.Vision.Models;

/// <summary>Locates the folders and files of models.</summary>
internal static class ModelFolders
{
    /// <summary>The environment variable with a folder of models.</summary>
    public const string Variable = "REELMILL_MODELS";

    /// <summary>Returns the model folders of the current user in search order; they need not exist.</summary>
    public static IReadOnlyList<string> GetDefaults()
    {
        var data = Environment.GetEnvironmentVariable("XDG_DATA_HOME");
        data = string.IsNullOrEmpty(data)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share")
            : data;
        var userFolder = Path.Combine(data, "reelmill", "models");
        return Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } configured ? [Path.GetFullPath(configured), userFolder] : [userFolder];
    }

    /// <summary>Returns the path of a model file; null when no folder contains it.</summary>
    /// <exception cref="ModelException"><c>model_unsafe</c>: the file name leads out of the folder.</exception>
    public static string? Locate(ModelEntry entry, IReadOnlyList<string> folders)
    {
        if (!IsPlainName(entry.File))
        {
            throw Unsafe(entry, $"the file '{entry.File}' must be a name without a folder");
        }

        foreach (var folder in entry.Folder is { } only ? [only] : folders)
        {
            var file = new FileInfo(Path.Combine(folder, entry.File));
            if (file.Exists)
            {
                return file.LinkTarget is null ? file.FullName : throw Unsafe(entry, $"{file.FullName} is a link, which can lead out of the folder");
            }
        }

        return null;
    }

    /// <summary>Returns the first writable folder and creates it if it does not exist.</summary>
    /// <exception cref="ModelException"><c>models_read_only</c>: no folder is writable.</exception>
    public static string FindWritable(IReadOnlyList<string> folders)
    {
        var reasons = new List<string>();
        foreach (var folder in folders)
        {
            try
            {
                Directory.CreateDirectory(folder);
                var probe = Path.Combine(folder, $".{Environment.ProcessId}.tmp");
                File.WriteAllBytes(probe, []);
                File.Delete(probe);
                return folder;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                reasons.Add(e.Message);
            }
        }

        throw new ModelException("models_read_only", $"No model folder is writable: {string.Join(" ", reasons)} Set {Variable} to a writable folder.");
    }

    /// <summary>Whether a name refers to a file directly in a folder.</summary>
    public static bool IsPlainName(string name) =>
        name.Length > 0 && name is not ("." or "..") && name.IndexOfAny(['/', '\\', '\0']) < 0;

    private static ModelException Unsafe(ModelEntry entry, string problem) =>
        new("model_unsafe", $"The model {entry.Name} cannot be used: {problem}. Add the file itself with 'reelmill models add NAME FILE'.");
}
