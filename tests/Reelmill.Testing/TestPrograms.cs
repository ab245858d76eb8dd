using Xunit;

namespace Reelmill.Testing;

/// <summary>Programs that <c>./test</c> does not install; a test that needs an absent one is skipped by name.</summary>
public static class TestPrograms
{
    /// <summary>The full path of a program on PATH; null when there is none.</summary>
    /// <param name="name">The program's name, such as <c>promtool</c>.</param>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    /// <summary>The full path of a program on PATH; skips the test when there is none.</summary>
    /// <param name="name">The program's name, such as <c>promtool</c>.</param>
    public static string Require(string name)
    {
        var path = Find(name);
        Assert.SkipWhen(path is null, $"{name} is not installed");
        return path!;
    }
}
