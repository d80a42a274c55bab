# Homebrew formula of Storehooks 1.2.3; the release workflow fills it in.
class Storehooks < Formula
  desc "App Store Connect webhooks as code"
  homepage "https://github.com/owner/storehooks"
  version "1.2.3"
  license "Apache-2.0"

  on_macos do
    url "https://github.com/owner/storehooks/releases/download/v1.2.3/storehooks-1.2.3-macos-universal.tar.gz"
    sha256 "3333333333333333333333333333333333333333333333333333333333333333"

    depends_on macos: :sequoia
  end
  on_linux do
    on_arm do
      url "https://github.com/owner/storehooks/releases/download/v1.2.3/storehooks-1.2.3-linux-arm64.tar.gz"
      sha256 "1111111111111111111111111111111111111111111111111111111111111111"
    end
    on_intel do
      url "https://github.com/owner/storehooks/releases/download/v1.2.3/storehooks-1.2.3-linux-x86_64.tar.gz"
      sha256 "2222222222222222222222222222222222222222222222222222222222222222"
    end
  end

  def install
    bin.install "storehooks"
    bash_completion.install "completions/storehooks.bash" => "storehooks"
    zsh_completion.install "completions/_storehooks"
    fish_completion.install "completions/storehooks.fish"
    man1.install "man/man1/storehooks.1"
    pkgshare.install "try"
  end

  test do
    cp_r pkgshare/"try/.", testpath
    assert_match "Plan:", shell_output("#{bin}/storehooks plan --simulate fleet.json")
  end
end
