using Xunit;

namespace Reelmill.Testing;

/// <summary>Finds programs that <c>./test</c> does not install. A test whose program is missing is skipped by name.</summary>
public static class TestPrograms
{
    /// <summary>Finds the full path of a program on PATH; null when it is not installed.</summary>
    /// <param name="name">The name of the program, such as <c>promtool</c>.</param>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    /// <summary>Finds the full path of a program on PATH; skips the test when it is not installed.</summary>
    /// <param name="name">The name of the program, such as <c>promtool</c>.</param>
    public static string Require(string name)
    {
        var path = Find(name);
        Assert.SkipWhen(path is null, $"{name} is not installed");
        return path!;
    }
}
