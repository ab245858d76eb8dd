using Reelmill.Vision.Images;

namespace Reelmill.Vision.Tests.Images;

public class MissingLibraryExceptionTests
{
    [Fact]
    public void The_message_names_the_library_and_how_to_install_it()
    {
        var exception = Should.Throw<MissingLibraryException>(
            () => MissingLibraryException.EnsureLoadable("libabsent.so.0", "apt-get install libabsent0"));

        exception.Library.ShouldBe("libabsent.so.0");
        exception.Remedy.ShouldBe("apt-get install libabsent0");
        exception.Message.ShouldContain("apt-get install libabsent0");
    }
}
