namespace Reelmill.Vision.Models;

/// <summary>Where the files of models are.</summary>
internal static class ModelFolders
{
    /// <summary>The environment variable that names a folder of models.</summary>
    public const string Variable = "REELMILL_MODELS";

    /// <summary>The folders of this user, first to last; they need not exist.</summary>
    public static IReadOnlyList<string> Default()
    {
        var data = Environment.GetEnvironmentVariable("XDG_DATA_HOME");
        data = string.IsNullOrEmpty(data)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share")
            : data;
        var own = Path.Combine(data, "reelmill", "models");
        return Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? [Path.GetFullPath(named), own] : [own];
    }

    /// <summary>The path of a model's file, or null when no folder has it.</summary>
    /// <exception cref="ModelException"><c>model_unsafe</c>: its name leads out of its folder.</exception>
    public static string? Locate(ModelEntry entry, IReadOnlyList<string> folders)
    {
        if (!IsPlainName(entry.File))
        {
            throw Unsafe(entry, $"its file '{entry.File}' must be a name without a folder");
        }

        foreach (var folder in entry.Folder is { } only ? [only] : folders)
        {
            var file = new FileInfo(Path.Combine(folder, entry.File));
            if (file.Exists)
            {
                return file.LinkTarget is null ? file.FullName : throw Unsafe(entry, $"{file.FullName} is a link, which may lead out of the folder");
            }
        }

        return null;
    }

    /// <summary>The first folder that can be written, made when it is not there.</summary>
    /// <exception cref="ModelException"><c>models_read_only</c>: none can.</exception>
    public static string FirstWritable(IReadOnlyList<string> folders)
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

        throw new ModelException("models_read_only", $"No folder of models can be written: {string.Join(" ", reasons)} Set {Variable} to a folder of your own.");
    }

    /// <summary>Whether a name names a file in the folder itself.</summary>
    public static bool IsPlainName(string name) =>
        name.Length > 0 && name is not ("." or "..") && name.IndexOfAny(['/', '\\', '\0']) < 0;

    private static ModelException Unsafe(ModelEntry entry, string why) =>
        new("model_unsafe", $"Using the model {entry.Name}: {why}. Add the file itself: reelmill models add NAME FILE.");
}
